"""Contract tests for servers of the job instances API: `flinkjobs-contract --target URL`."""

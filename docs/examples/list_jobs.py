"""List the latest job instances of a deployment; settings come from the environment."""

import sys

from flinkjobs import Client

with Client() as client:
    page = client.jobs.list(deployment_id=sys.argv[1], page_size=3)
    print(f"{page.total_size} job instances; the latest are")
    for job in page.items:
        print(f"  {job.job_id}  {job.state}, started {job.start_time_utc}")
    print(f"{sum(job.state == 'FAILED' for job in page)} of all {page.total_size} have failed")

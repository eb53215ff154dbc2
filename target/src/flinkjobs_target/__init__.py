"""A server for the operations of flinkjobs: real signatures, permissions, paging and storage."""

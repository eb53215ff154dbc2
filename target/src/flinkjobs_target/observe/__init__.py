"""The observer: polls Flink clusters, maps their jobs to the API's model and stores them."""

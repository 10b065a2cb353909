"""What watches the requests: liveness, log lines, request ids and counters."""

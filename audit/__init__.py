"""The audit log: who did what, when and from where; kept for a term and changed by nobody (docs/decisions/0044)."""

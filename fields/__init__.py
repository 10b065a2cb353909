"""Model fields, form fields and blocks for dates, amounts, phone numbers and addresses, with parsing and formatting."""

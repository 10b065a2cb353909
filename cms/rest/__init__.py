"""What programs are told, and how: answers that can be kept, errors that can be read, from any origin."""

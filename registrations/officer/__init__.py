"""What the team of a section sees and does with the registrations for its events, in the admin."""

"""What readers do, for who keeps the pages: counts of downloads, and sums per section. Nothing about any reader."""

"""Links inside the site that lead nowhere: found in what is public, resolved by route, never fetched."""

"""The public JSON API: schemas, query parameters, conditional responses and its OpenAPI document."""

"""Publishes lists to other sites and programs: feeds, exports, calendars, embeds and oEmbed."""

"""Playgrounds as programs: a file for each library, and the pieces that they share. Used through pycore.export."""

"""What is wrong with articles, and who says so.

problems, ease      of a text alone: plain functions, no database
reach, inbound      what a link leads to, and what leads here
sketch              which articles say nearly the same
link_requests,
rounds              whether pages on other sites are there: only the command asks
examining           all of it for an article
findings, overview  what was found, kept, and read by the desk
"""

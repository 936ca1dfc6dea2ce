"""The preview: the web page of the review as it is written, built again when a file is saved."""

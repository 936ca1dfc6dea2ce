"""The web site of a review: its results, with the review as front page, and pages that lead on."""

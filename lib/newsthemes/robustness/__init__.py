"""What survives when something about the study changes: experiments that encode, score or find topics again.

| module | what it knows |
|---|---|
| ``spaces`` | the same passages in the vector spaces the study could have used |
| ``translations`` | how far articles and their translations are apart in a space |
| ``variants`` | the study with something changed: passages, sources, languages, vectors, seed |
| ``survival`` | what is left of themes and topics in those variants |
| ``masking`` | the themes with all names hidden |
| ``shuffled`` | the topics of the same words shuffled: the negative control |
"""

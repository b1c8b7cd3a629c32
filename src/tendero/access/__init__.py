"""Access: who may come in, what each profile may do, and the trail of what was changed.

Owns profiles and their matrix, invitations, sign-in, API tokens, open sessions, and the settings screens about people,
profiles, company and audit. Answers the kernel's and the record engine's questions about rights.
"""

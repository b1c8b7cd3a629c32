"""The look: page frames, components, icons, menu, answers to the browser. Knows the kernel and people, no records.

Words: *shell* (what surrounds every page), *panel* (the sheet at the right of a list), *toast* (a line that says what
happened and offers Undo), *place* (an entry of the menu).
"""

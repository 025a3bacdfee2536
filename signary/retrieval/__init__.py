"""From words to signs: dictionary look-up, numbers, compounds, fingerspelling; time-aligned segments; coverage."""

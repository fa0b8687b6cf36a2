"""The look: components, tokens, forms, and how amounts and dates are said. No tables, no rules."""

"""Looking ahead: who may leave, what each customer is worth next year, and what goes when it goes."""

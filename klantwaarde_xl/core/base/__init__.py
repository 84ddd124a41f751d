"""What every calculation rests on: periods, ranks, numbers for ids, logistic fits."""

"""What users come for, from source to written file: refreshing, sharing, pseudonyms."""

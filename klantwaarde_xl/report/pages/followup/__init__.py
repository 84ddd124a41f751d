"""The pages of what came of it: Opvolging, and the snapshots on Geschiedenis."""

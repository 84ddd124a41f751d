"""Pure numbers: frames and arrays in, frames, figures and reason codes out."""

//! The command as its users meet it: arguments in; output, words, places and exit status out.

mod files;
mod folders;
mod formats;
mod hostile;
mod inputs;
mod kit;
mod outside;
mod status;

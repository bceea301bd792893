//! What formatting costs, proof included.

fn main() {
    divan::main();
}

package io.keywatch.app.quality.process;

/** States of the chain, in the order of its weights. */
enum Action {
    READ,
    LOOK,
    OTHER,
    BATCH,
    CHAIN_ROLE
}

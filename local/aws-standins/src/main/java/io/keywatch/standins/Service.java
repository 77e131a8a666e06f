package io.keywatch.standins;

/** One AWS service as far as it is stood in for. Called from many threads. */
interface Service {
    Outcome handle(Call call);
}

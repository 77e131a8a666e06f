package io.keywatch.standins;

/** What a service says to a call, before it is written in the protocol of the call. */
sealed interface Outcome permits Outcome.Answer, Outcome.Xml, Outcome.Bytes, Outcome.Refusal {
    /** Maps, lists, {@code JsonNode}s; an {@code Instant} becomes epoch seconds, tagged in CBOR. */
    record Answer(Object body) implements Outcome {}

    /** The inside of the result element of a query protocol. */
    record Xml(String result) implements Outcome {}

    /** As it stands. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Bytes(int status, String contentType, byte[] body) implements Outcome {}

    /** An AWS error. */
    record Refusal(int status, String code, String message) implements Outcome {}

    static Refusal badRequest(String code, String message) {
        return new Refusal(400, code, message);
    }
}

package org.healthpassport.bus.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers that dead letters and replayed records bear beside those of their event. All of them are text. */
public final class DeadLetterHeaders {
    private static final String LETTER = "dlt-";
    private static final String REPLAYED = "replay-";

    public static final String TOPIC = LETTER + "original-topic";
    public static final String PARTITION = LETTER + "original-partition";
    public static final String OFFSET = LETTER + "original-offset";
    public static final String CONSUMER = LETTER + "consumer";
    public static final String ATTEMPTS = LETTER + "attempts";
    public static final String EXCEPTION = LETTER + "exception-class";
    public static final String REASON = LETTER + "reason";
    public static final String KIND = LETTER + "kind";
    /** The size of a record that was too large to be put aside as a whole. */
    public static final String LEFT_OUT_BYTES = LETTER + "left-out-bytes";
    /** RFC 3339, in UTC. */
    public static final String AT = LETTER + "at";

    /** The first topic of a replayed record, so that a repeated dead letter still names it. */
    public static final String REPLAYED_TOPIC = REPLAYED + "original-topic";

    public static final String REPLAYED_PARTITION = REPLAYED + "original-partition";
    public static final String REPLAYED_OFFSET = REPLAYED + "original-offset";

    private DeadLetterHeaders() {}

    /** The headers that the record had when it was published. */
    public static Stream<Header> withoutOurs(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false)
                .filter(header ->
                        !header.key().startsWith(LETTER) && !header.key().startsWith(REPLAYED));
    }

    /** The last header of a name. */
    public static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name)).map(Header::value).map(value -> new String(value, UTF_8));
    }
}

package org.healthpassport.api.sharing.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.edge.limit.ConcurrencyLimit;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import reactor.core.publisher.Flux;

/** Limits the requests of strangers per minute, and the concurrent ones; more fail with 429. */
public final class LinkLimits {
    public static final int OPENINGS = 120;
    /** An opened link gives at most 50 documents, each described in a file of its own. */
    private static final int FILES = 600;

    private static final int UNKNOWN = 60;
    public static final int STREAMS = 8;
    private static final Duration AT_ONCE_RETRY = Duration.ofSeconds(5);

    private final ConcurrencyLimit streams = new ConcurrencyLimit(STREAMS, () -> tooOften(AT_ONCE_RETRY));
    private final MinuteThrottle openings;
    private final MinuteThrottle files;
    private final MinuteThrottle unknown;

    public LinkLimits(Ticker ticker) {
        this.openings = new MinuteThrottle(OPENINGS, ticker);
        this.files = new MinuteThrottle(FILES, ticker);
        this.unknown = new MinuteThrottle(UNKNOWN, ticker);
    }

    /** Counts an opening of a link. */
    public void opening(String qrCodeId) {
        require(openings.begin(qrCodeId));
    }

    /** Counts a request for a file of a link. */
    public void file(String qrCodeId) {
        require(files.begin(qrCodeId));
    }

    /** Streams a document of a link; only a few at the same time. */
    public <T> Flux<T> stream(String qrCodeId, Flux<T> bytes) {
        return streams.in(qrCodeId, bytes);
    }

    /**
     * Counts a request for a link that does not exist. Only such requests are refused, as a whole hospital may share
     * the address, and its other users have valid links.
     */
    public void unknown(String address) {
        require(unknown.begin(address));
    }

    private static void require(Optional<Duration> wait) {
        if (wait.isPresent()) {
            throw tooOften(wait.get()).asException();
        }
    }

    private static Problem tooOften(Duration wait) {
        return Problem.of(ProblemType.TOO_MANY_REQUESTS, "Too many requests. Please wait, then try again.")
                .retryAfter(wait);
    }
}

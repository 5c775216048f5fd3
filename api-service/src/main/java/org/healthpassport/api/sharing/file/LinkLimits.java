package org.healthpassport.api.sharing.file;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.api.request.MinuteThrottle;
import org.healthpassport.api.request.Slots;
import reactor.core.publisher.Flux;

/** How often strangers may ask in a minute, and how much at the same time; more fails with 429. */
public final class LinkLimits {
    public static final int OPENINGS = 120;
    /** An opening gives 50 documents at most, each announced in a file of its own. */
    private static final int FILES = 600;

    private static final int UNKNOWN = 60;
    static final int STREAMS = 8;
    private static final Duration AT_ONCE_RETRY = Duration.ofSeconds(5);

    private final Slots streams = new Slots(STREAMS, () -> tooOften(AT_ONCE_RETRY));
    private final MinuteThrottle openings;
    private final MinuteThrottle files;
    private final MinuteThrottle unknown;

    LinkLimits(Ticker ticker) {
        this.openings = new MinuteThrottle(OPENINGS, ticker);
        this.files = new MinuteThrottle(FILES, ticker);
        this.unknown = new MinuteThrottle(UNKNOWN, ticker);
    }

    /** One link is opened. */
    public void opening(String qrCodeId) {
        require(openings.begin(qrCodeId));
    }

    /** A file of one link is fetched. */
    void file(String qrCodeId) {
        require(files.begin(qrCodeId));
    }

    /** Streams a document of one link, as one of few at the same time. */
    <T> Flux<T> stream(String qrCodeId, Flux<T> bytes) {
        return streams.in(qrCodeId, bytes);
    }

    /**
     * Somebody asks for what there is not. Only that is refused, as behind one address there may be a hospital, whose
     * other people have links that are good.
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
        return Problem.of(ProblemType.TOO_MANY_REQUESTS, "This was asked for too often. Wait before the next time.")
                .retryAfter(wait);
    }
}

package org.healthpassport.api.sharing.file;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.api.problem.Problem;
import org.healthpassport.api.problem.ProblemType;
import org.healthpassport.api.request.MinuteThrottle;

/** How often strangers may ask in a minute; more fails with 429. */
public final class LinkLimits {
    public static final int OPENINGS = 120;
    /** An opening gives 50 documents at most, each announced in a file of its own. */
    private static final int FILES = 600;

    private static final int UNKNOWN = 60;

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

    /** Somebody asks for what there is not. */
    public void unknown(String address) {
        require(unknown.begin(address));
    }

    private static void require(Optional<Duration> wait) {
        if (wait.isPresent()) {
            throw Problem.of(ProblemType.TOO_MANY_REQUESTS, "This was asked for too often. Wait before the next time.")
                    .retryAfter(wait.get())
                    .asException();
        }
    }
}

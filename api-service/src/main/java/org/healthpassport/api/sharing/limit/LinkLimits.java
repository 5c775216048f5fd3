package org.healthpassport.api.sharing.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import org.healthpassport.aggregates.refusal.Refused;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.MinuteThrottle;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import reactor.core.publisher.Mono;

/**
 * Limits the requests of strangers per minute, which are refused beyond that, and the concurrent ones, which wait for
 * their turn. Recipients count within their address, as nobody checks their names.
 */
public final class LinkLimits {
    public static final int OPENINGS = 120;
    /** An opened link gives at most 50 documents, each described in a file of its own. */
    private static final int FILES = 600;

    private static final int UNKNOWN = 60;

    /**
     * A slow reader holds a slot for minutes, and up to one and a half megabytes of answer that the network does not take. An
     * address has a quarter of the slots: many patients and doctors share that of a hospital, and four such addresses
     * still leave slots for others. A recipient has as many as a page fetches at the same time.
     */
    public static final Shares DOCUMENTS_AT_ONCE = new Shares(64, 16, 4);

    /** Those who wait hold a connection and nothing else. */
    private static final Shares WAITING = new Shares(256, 128, FairSlots.WAITING_PER_ACCOUNT);

    /**
     * One opening of a link at a time: each changes the link, so others would only lose the race and try again. Correct
     * counts do not depend on it.
     */
    private static final Shares OPENINGS_AT_ONCE = new Shares(1, 1, 1);

    private static final Shares OPENINGS_WAITING = new Shares(100, 50, FairSlots.WAITING_PER_ACCOUNT);

    private final FairSlots documents =
            new FairSlots("downloads from links", DOCUMENTS_AT_ONCE, WAITING, Duration.ofSeconds(5));
    private final FairSlots turns =
            new FairSlots("requests to open this link", OPENINGS_AT_ONCE, OPENINGS_WAITING, Duration.ofSeconds(2));
    private final MinuteThrottle openings;
    private final MinuteThrottle files;
    private final MinuteThrottle unknown;

    public LinkLimits(Ticker ticker) {
        this.openings = new MinuteThrottle(OPENINGS, ticker);
        this.files = new MinuteThrottle(FILES, ticker);
        this.unknown = new MinuteThrottle(UNKNOWN, ticker);
    }

    /** Counts an opening of a link, or a request for a file of one that is closed. */
    public void opening(String qrCodeId) {
        require(openings.begin(qrCodeId));
    }

    /** Counts a request for a file of a link. */
    public void file(String qrCodeId) {
        require(files.begin(qrCodeId));
    }

    /** Opens a link when it is the turn of this recipient. */
    public <T> Mono<T> inTurn(String qrCodeId, SlotClaim recipient, Mono<T> opening) {
        return turns.in(recipient.to(qrCodeId), opening);
    }

    /** Sends a document of a link when there is a slot for it. */
    public <T> Mono<T> sendingDocument(SlotClaim recipient, Mono<T> sending) {
        return documents.in(recipient, sending);
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
            throw tooOften(wait.get());
        }
    }

    private static Refused tooOften(Duration wait) {
        return new LimitRefusal.TooManyRequests(wait).asException();
    }
}

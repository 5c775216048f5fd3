package org.healthpassport.qr;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import java.time.Clock;
import java.util.Set;
import org.healthpassport.bus.ConfigurationFailure;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.bus.TransientFailure;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.events.qrcode.QrCodeRequested;

/** Draws what was requested, and reports it; says which failures may pass. */
final class QrCodeEvents implements EventHandler {
    /** MongoDB's {@code Unauthorized} and {@code AuthenticationFailed}. */
    private static final Set<Integer> REFUSALS = Set.of(13, 18);

    private final QrCodeDrawing drawing;
    private final EventPublisher publisher;
    private final Clock clock;

    QrCodeEvents(QrCodeDrawing drawing, EventPublisher publisher, Clock clock) {
        this.drawing = drawing;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void handle(Event event) {
        try {
            report(event, drawing.draw(event.payload(QrCodeRequested.class)));
        } catch (MongoException e) {
            if (e instanceof MongoSecurityException || REFUSALS.contains(e.getCode())) {
                throw new ConfigurationFailure("Expected MongoDB to let this service in, but it refuses", e);
            }
            throw new TransientFailure("Expected MongoDB to answer with a patient's keys, but it is away", e);
        }
    }

    /** Returns when the result is on the bus: the cause counts as handled only then. */
    private void report(Event cause, QrCodeDrawn result) {
        String qrCodeId = result.getQrCodeId();
        Event event = Event.resultOf(cause, EventType.QR_CODE_DRAWN, qrCodeId, qrCodeId, clock.instant(), result);
        publisher.publish(event).join();
    }
}

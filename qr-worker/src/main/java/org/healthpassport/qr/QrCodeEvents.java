package org.healthpassport.qr;

import java.time.Clock;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.events.qrcode.QrCodeRequested;

/**
 * Draws what was requested, and reports it.
 *
 * <p>A QR code has one request and nothing after it, so whatever comes later may be handled without one that was put
 * aside. Drawn late, or twice, it changes nothing of a QR code that no longer waits.
 */
final class QrCodeEvents implements EventHandler {
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
        report(event, drawing.draw(event.payload(QrCodeRequested.class)));
    }

    /** Returns when the result is on the bus: the cause counts as handled only then. */
    private void report(Event cause, QrCodeDrawn result) {
        String qrCodeId = result.getQrCodeId();
        Event event = Event.resultOf(cause, EventType.QR_CODE_DRAWN, qrCodeId, qrCodeId, clock.instant(), result);
        publisher.publish(event).join();
    }
}

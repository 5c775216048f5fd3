package org.healthpassport.qrworker;

import java.time.Clock;
import org.healthpassport.bus.EventHandler;
import org.healthpassport.bus.EventPublisher;
import org.healthpassport.events.Event;
import org.healthpassport.events.EventType;
import org.healthpassport.events.kafka.EventMacs;
import org.healthpassport.events.qrcode.QrCodeDrawn;
import org.healthpassport.events.qrcode.QrCodeRequested;

/**
 * Draws requested QR codes and reports the results.
 *
 * <p>A QR code has one request and no later events. So other events may be handled while a request is a dead letter. A
 * late or repeated result changes nothing, because {@code api-service} applies it only to a QR code that still waits.
 */
final class QrCodeEvents implements EventHandler {
    private final QrCodeDrawing drawing;
    private final EventMacs macs;
    private final EventPublisher publisher;
    private final Clock clock;

    QrCodeEvents(QrCodeDrawing drawing, EventMacs macs, EventPublisher publisher, Clock clock) {
        this.drawing = drawing;
        this.macs = macs;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void handle(Event event) {
        report(event, drawing.draw(event.payload(QrCodeRequested.class)));
    }

    /** Returns when the result is on the bus; only then does the request count as handled. */
    private void report(Event cause, QrCodeDrawn result) {
        String qrCodeId = result.getQrCodeId();
        Event event = Event.resultOf(cause, EventType.QR_CODE_DRAWN, qrCodeId, qrCodeId, clock.instant(), result);
        publisher.publish(macs.attest(event)).join();
    }
}

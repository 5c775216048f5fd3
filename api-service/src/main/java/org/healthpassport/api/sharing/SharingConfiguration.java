package org.healthpassport.api.sharing;

import java.util.Set;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.aggregates.watch.Watched;
import org.healthpassport.events.EventType;
import org.healthpassport.vault.key.KeyedDigest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.query.Criteria;

/** The secret behind the addresses of health links, and the watch over them. */
@Configuration(proxyBeanMethods = false)
class SharingConfiguration {
    /** All of a QR code that change what strangers get. */
    static final Set<EventType> EVENTS = Set.of(
            EventType.QR_CODE_REQUESTED,
            EventType.QR_CODE_READY,
            EventType.QR_CODE_FAILED,
            EventType.QR_CODE_REVOKED,
            EventType.QR_CODE_PAUSED,
            EventType.QR_CODE_OPENED,
            EventType.QR_CODE_PASSCODE_REFUSED);

    /** For 786,432 QR codes at least, in 60 MiB at most. */
    private static final int WATCHED_SLOTS = 1 << 20;

    /** Makes the blind index of the tokens in the addresses of health links. */
    @Bean
    SharedSecret<KeyedDigest> linkIndexKey() {
        return SharedSecret.digestKey("link-index-key");
    }

    /** A link must not open again that was revoked, and its passcode must not be guessed anew. */
    @Bean
    Watched<QrCodeState> watchedQrCodes() {
        return new Watched<>("links", QrCodes.COLLECTION, new Criteria(), state -> true, EVENTS, EVENTS, WATCHED_SLOTS);
    }
}

package org.healthpassport.api.sharing.drawing;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.healthpassport.aggregates.key.SubjectKeyRing;
import org.healthpassport.api.sharing.LinkTexts;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.vault.key.QrCodePart;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Encrypts the texts of QR codes for the worker, which has the keys for QR codes and no others. */
@Component
public final class SealedTexts {
    private final LinkTexts texts;
    private final SubjectKeyRing keyRing;

    SealedTexts(LinkTexts texts, SubjectKeyRing keyRing) {
        this.texts = texts;
        this.keyRing = keyRing;
    }

    /** Fails if the patient's keys do not exist. */
    public Mono<byte[]> of(String qrCodeId, QrCodeState state) {
        return keyRing.require(state.patientId())
                .map(keys -> QrCodePart.TEXT.seal(
                        keys, qrCodeId, texts.viewUrl(state).getBytes(UTF_8)));
    }
}

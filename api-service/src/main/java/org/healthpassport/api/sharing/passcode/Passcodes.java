package org.healthpassport.api.sharing.passcode;

import java.text.Normalizer;
import org.healthpassport.aggregates.Snapshot;
import org.healthpassport.aggregates.secret.SharedSecret;
import org.healthpassport.api.sharing.QrCodeState;
import org.healthpassport.api.sharing.passcode.OpeningDecision.Passcode;
import org.healthpassport.vault.key.AssociatedData;
import org.healthpassport.vault.key.KeyedDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Digests and checks the passcodes of health links. With the database alone, nobody can try passcodes. */
@Component
public final class Passcodes {
    /** Characters of the longest passcode that is accepted. */
    public static final int LONGEST = 128;

    private final SharedSecret<KeyedDigest> passcodeKey;

    Passcodes(SharedSecret<KeyedDigest> passcodeKey) {
        this.passcodeKey = passcodeKey;
    }

    /** The digest of a passcode, valid for this QR code only. */
    public byte[] digest(String qrCodeId, String passcode) {
        return passcodeKey.get().of(digested(qrCodeId, passcode));
    }

    /** Checks a passcode that a recipient sent, in the same time for every wrong one that is not too long. */
    public Passcode check(Snapshot<QrCodeState> qrCode, @Nullable String passcode) {
        byte[] digest = qrCode.state().link().passcodeDigest();
        if (passcode == null || passcode.isEmpty() || digest == null) {
            return Passcode.NONE;
        }
        return matches(qrCode.id(), passcode, digest) ? Passcode.RIGHT : Passcode.WRONG;
    }

    private boolean matches(String qrCodeId, String passcode, byte[] digest) {
        // A character has at most two units. Normalising the longest text of a request would take seconds.
        return passcode.length() <= 2 * LONGEST && passcodeKey.get().verify(digested(qrCodeId, passcode), digest);
    }

    /** Normalises the passcode, as keyboards encode the same character in different ways. */
    private static byte[] digested(String qrCodeId, String passcode) {
        return AssociatedData.of(qrCodeId, Normalizer.normalize(passcode, Normalizer.Form.NFKC));
    }
}

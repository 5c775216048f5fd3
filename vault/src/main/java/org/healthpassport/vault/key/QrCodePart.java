package org.healthpassport.vault.key;

/** The parts of a QR code that are sealed under its patient's keys, so that erasing the patient covers every copy. */
public enum QrCodePart {
    /** The text, in UTF-8. */
    TEXT("qr-code-text"),
    /** The drawn symbol. */
    SYMBOL("qr-code-symbol");

    private final String label;

    QrCodePart(String label) {
        this.label = label;
    }

    /** Opens again only as this part of this QR code. */
    public byte[] seal(SubjectKeys keys, String qrCodeId, byte[] plaintext) {
        return keys.seal(KeyPurpose.QR, plaintext, belonging(qrCodeId));
    }

    /**
     * Opens what {@link #seal} returned.
     *
     * @throws SealBroken when it was changed, or belongs to another part, QR code or patient
     */
    public byte[] open(SubjectKeys keys, String qrCodeId, byte[] ciphertext) {
        return keys.open(KeyPurpose.QR, ciphertext, belonging(qrCodeId));
    }

    private byte[] belonging(String qrCodeId) {
        return AssociatedData.of(label, qrCodeId);
    }
}

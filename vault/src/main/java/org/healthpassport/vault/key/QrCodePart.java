package org.healthpassport.vault.key;

/** What is sealed of a QR code under its patient's keys for QR codes, so that erasing the patient covers every copy. */
public enum QrCodePart {
    /** What it says, in UTF-8. */
    TEXT("qr-code-text"),
    /** How it looks. */
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

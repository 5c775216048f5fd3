package org.healthpassport.api.sharing.code;

import io.swagger.v3.oas.annotations.media.Schema;

/** An entry of a list of QR codes. */
@Schema(oneOf = {QrCodeView.class, UnreadableQrCode.class})
sealed interface QrCodeEntry permits QrCodeView, UnreadableQrCode {}

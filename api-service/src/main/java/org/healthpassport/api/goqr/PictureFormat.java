package org.healthpassport.api.goqr;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.drawing.PictureTooSmall;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.springframework.http.MediaType;

/** The formats of drawn QR codes, the preferred one first. */
public enum PictureFormat {
    PNG(MediaType.IMAGE_PNG, 1_000) {
        @Override
        public byte[] draw(Drawing drawing, QrSymbol symbol) throws PictureTooSmall {
            return drawing.png(symbol);
        }
    },
    SVG(MediaType.valueOf("image/svg+xml"), Drawing.LARGEST) {
        @Override
        public byte[] draw(Drawing drawing, QrSymbol symbol) {
            return drawing.svg(symbol).getBytes(UTF_8);
        }
    };

    private final MediaType mediaType;
    private final int largest;

    PictureFormat(MediaType mediaType, int largest) {
        this.mediaType = mediaType;
        this.largest = largest;
    }

    public abstract byte[] draw(Drawing drawing, QrSymbol symbol) throws PictureTooSmall;

    public MediaType mediaType() {
        return mediaType;
    }

    /** The longest side that a request may ask for, in pixels. */
    int largest() {
        return largest;
    }
}

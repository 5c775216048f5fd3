package org.healthpassport.benchmarks.micro;

import java.util.Random;
import org.healthpassport.qrcode.drawing.Drawing;
import org.healthpassport.qrcode.drawing.PictureTooSmall;
import org.healthpassport.qrcode.symbol.ErrorCorrection;
import org.healthpassport.qrcode.symbol.QrSymbol;
import org.healthpassport.qrcode.symbol.TooMuchData;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** QR codes: the matrix with the best mask, and the same with its picture. */
@State(Scope.Benchmark)
public class QrCode {
    private static final Drawing PICTURE = Drawing.square(1000);

    @Param({"100", "1000"})
    private int bytes;

    private byte[] data;

    @Setup
    public void choose() {
        data = new byte[bytes];
        new Random(bytes).nextBytes(data);
    }

    @Benchmark
    public QrSymbol matrix() throws TooMuchData {
        return QrSymbol.encode(data, ErrorCorrection.M);
    }

    @Benchmark
    public byte[] matrixAndPng() throws TooMuchData, PictureTooSmall {
        return PICTURE.png(matrix());
    }
}

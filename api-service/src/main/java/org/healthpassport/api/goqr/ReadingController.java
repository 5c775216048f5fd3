package org.healthpassport.api.goqr;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthpassport.edge.limit.FairSlots;
import org.healthpassport.edge.limit.Shares;
import org.healthpassport.edge.limit.SlotClaim;
import org.healthpassport.edge.problem.Problem.InvalidMember;
import org.healthpassport.edge.request.ClientAddress;
import org.healthpassport.qrcode.reading.QrReader;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads the QR codes in a picture. The answer is 200 whether there are any or not. Pictures at other addresses are not
 * fetched, as clients could use that to explore the network of this service.
 */
@RestController
final class ReadingController {
    static final String PATH = "/v1/read-qr-code";

    /** 64 of the largest pictures. */
    private static final long IN_MEMORY = 64L * PictureForm.LARGEST;

    /**
     * There is one thread, which addresses use in turn: behind many pictures of one address, the next one waits for a
     * single picture, at most two seconds. A second thread would take half of a small machine from everybody else.
     */
    private static final Shares AT_ONCE = new Shares(1, 1, 1);

    /** Those who wait have their picture in memory, together at most 48 MiB. */
    private static final Shares WAITING = new Shares(48, 16, 12);

    private final FairSlots slots = new FairSlots("readings of QR codes", AT_ONCE, WAITING, Duration.ofSeconds(2));
    private final PictureIntake intake = new PictureIntake(IN_MEMORY);
    private final Scheduler readingScheduler;

    ReadingController(Scheduler readingScheduler) {
        this.readingScheduler = readingScheduler;
    }

    @GetMapping({PATH, PATH + "/"})
    List<ReadCode> readAddress(@RequestParam @Nullable String outputformat, @RequestParam @Nullable String fileurl) {
        requireJson(outputformat);
        return List.of(fileurl == null ? ReadCode.NOT_FOUND : ReadCode.NOT_DOWNLOADED);
    }

    /** @param symbols {@code split} for a symbol for each code, rather than one for all */
    @PostMapping(
            path = {PATH, PATH + "/"},
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Mono<List<ReadCode>> read(
            @RequestParam @Nullable String outputformat,
            @RequestParam @Nullable String fileurl,
            @RequestParam @Nullable String symbols,
            @RequestHeader(name = HttpHeaders.CONTENT_LENGTH, defaultValue = "-1") long contentLength,
            @RequestBody Flux<PartEvent> parts,
            ServerHttpRequest request) {
        requireJson(outputformat);
        if (contentLength > PictureForm.LARGEST) {
            return Mono.just(List.of(ReadCode.TOO_LARGE));
        }
        SlotClaim claim = SlotClaim.ofAddress(ClientAddress.of(request.getRemoteAddress()));
        return intake.receive(parts, form -> answer(form, fileurl != null, "split".equals(symbols), claim));
    }

    private Mono<List<ReadCode>> answer(PictureForm form, boolean address, boolean split, SlotClaim claim) {
        form.requireWellFormed();
        requireJson(form.outputFormat().orElse(null));
        if (form.isTooLarge()) {
            return Mono.just(List.of(ReadCode.TOO_LARGE));
        }
        Optional<byte[]> picture = form.picture();
        if (picture.isEmpty()) {
            return Mono.just(List.of(address || form.hasAddress() ? ReadCode.NOT_DOWNLOADED : ReadCode.NOT_FOUND));
        }
        return slots.in(
                        claim,
                        Mono.fromCallable(() -> QrReader.read(picture.get())).subscribeOn(readingScheduler))
                .map(reading -> List.of(split ? ReadCode.split(reading) : ReadCode.joined(reading)));
    }

    private static void requireJson(@Nullable String outputFormat) {
        if (outputFormat != null && !outputFormat.equals("json")) {
            throw DrawingRequest.malformed(List.of(new InvalidMember("/outputformat", "must be json")))
                    .asException();
        }
    }
}

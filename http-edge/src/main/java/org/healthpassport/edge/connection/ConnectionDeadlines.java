package org.healthpassport.edge.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.healthpassport.edge.problem.Problem;
import org.healthpassport.edge.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time for which a client can hold a connection: by a head or a body that dribbles in, and by an answer that
 * it does not take. Only time on the client's side counts: on the way in, time during which we have asked for bytes and
 * none have come; on the way out, time during which bytes wait for the client to take them.
 *
 * <p>Stands next to the socket and sees bytes; {@link RequestPhases} tells it where requests and answers begin and end.
 * One check per interval and connection looks at all of it.
 *
 * <pre>
 *            first byte            head complete            body complete
 *   BETWEEN ------------&gt; HEAD -----------------&gt; BODY, UPLOAD ------------&gt; BETWEEN
 *                          | too slow               | too slow
 *                          v                        v
 *                    408 by ourselves        408 by the application; by ourselves if it does not answer
 * </pre>
 */
final class ConnectionDeadlines extends ChannelDuplexHandler {
    /** The time for the application to answer with 408, and for the client to read it. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RequestPhases phases;
    private final long headNanos;
    private final long bodyNanos;
    private final long intervalNanos;
    private final Pace upload;
    private final Pace download;

    private @Nullable Future<?> checks;
    private long checkedAt;

    private Phase phase = Phase.BETWEEN;
    private boolean asked;
    private long askedSince;
    private long waited;
    private boolean refused;
    private long refusedAt;
    private boolean refusedByOurselves;

    private long enqueued;
    private long taken;
    private long pendingSince;

    ConnectionDeadlines(ConnectionSettings limits, RequestPhases phases, long unseenBytes) {
        this.phases = phases;
        this.headNanos = limits.headWithin().toNanos();
        this.bodyNanos = limits.bodyWithin().toNanos();
        long windowNanos = limits.averagedOver().toNanos();
        this.intervalNanos = Math.min(windowNanos, Math.min(headNanos, bodyNanos)) / Pace.SLICES;
        long slowest = limits.slowestTransfer().toBytes();
        this.upload = new Pace(slowest, limits.averagedOver(), 0);
        this.download = new Pace(slowest, limits.averagedOver(), unseenBytes);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        checkedAt = now(context);
        checks = context.executor()
                .scheduleWithFixedDelay(() -> check(context), intervalNanos, intervalNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (!asked) {
            asked = true;
            askedSince = now(context);
        }
        context.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (asked) {
            countWaiting(now(context));
            asked = false;
        }
        if (phase == Phase.BETWEEN) {
            enter(Phase.HEAD);
        }
        if (phase == Phase.UPLOAD && message instanceof ByteBuf bytes) {
            upload.add(0, bytes.readableBytes());
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        long before = pending(context);
        if (before == 0) {
            pendingSince = now(context);
        }
        context.write(message, promise);
        // Includes what Netty adds for each message, as the bytes that wait do.
        enqueued += Math.max(0, pending(context) - before);
    }

    void onHead(boolean hasBody, boolean isUpload) {
        enter(!hasBody ? Phase.BETWEEN : isUpload ? Phase.UPLOAD : Phase.BODY);
        // The refused body came to its end after all, and the connection goes on.
        refused = refusedByOurselves;
    }

    void onRequestComplete() {
        enter(Phase.BETWEEN);
    }

    private void enter(Phase next) {
        phase = next;
        waited = 0;
        if (next == Phase.UPLOAD) {
            upload.reset();
        }
    }

    private void check(ChannelHandlerContext context) {
        long now = now(context);
        if (asked) {
            countWaiting(now);
        }
        if (refused) {
            goOnRefusing(context, now);
        } else if (phase == Phase.HEAD && waited >= headNanos) {
            refuse(now);
            refuseByOurselves();
        } else if (isBodyTooSlow()) {
            refuse(now);
            refuseBody(context);
        }
        if (isAnswerTooSlow(context, now)) {
            context.close();
        }
        checkedAt = now;
    }

    private boolean isBodyTooSlow() {
        return switch (phase) {
            case BODY -> waited >= bodyNanos;
            case UPLOAD -> upload.isTooSlow();
            case BETWEEN, HEAD -> false;
        };
    }

    private void refuse(long now) {
        refused = true;
        refusedAt = now;
    }

    private void refuseBody(ChannelHandlerContext context) {
        if (phases.isAnswering()) {
            context.close();
        } else {
            phases.failBody(Problem.of(ProblemType.REQUEST_TIMEOUT, "The rest of the request did not arrive in time.")
                    .asException());
        }
    }

    /** An answer that has begun ends the connection itself. */
    private void goOnRefusing(ChannelHandlerContext context, long now) {
        if (now - refusedAt < GRACE_NANOS) {
            return;
        }
        if (refusedByOurselves) {
            context.close();
        } else if (!phases.isAnswered() && !phases.isAnswering()) {
            refusedAt = now;
            refuseByOurselves();
        }
    }

    private void refuseByOurselves() {
        refusedByOurselves = true;
        phases.refuse();
    }

    /** While earlier requests are still to be answered, we owe the client something, not the client us. */
    private void countWaiting(long now) {
        long more = atMostTwoIntervals(now - askedSince);
        askedSince = now;
        boolean counts = switch (phase) {
            case BETWEEN -> false;
            case HEAD -> phases.unanswered() == 0;
            case BODY, UPLOAD -> phases.unanswered() == 1;
        };
        if (counts) {
            waited += more;
            if (phase == Phase.UPLOAD) {
                upload.add(more, 0);
            }
        }
    }

    private boolean isAnswerTooSlow(ChannelHandlerContext context, long now) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        long pending = pending(context);
        if (waiting == null || pending == 0) {
            taken = enqueued;
            download.reset();
            return false;
        }
        long takenNow = enqueued - pending + waiting.currentProgress();
        long waitedSince = Math.max(checkedAt, pendingSince);
        download.add(atMostTwoIntervals(now - waitedSince), Math.max(0, takenNow - taken));
        taken = takenNow;
        return download.isTooSlow();
    }

    /** If a check comes late, this machine stood still, which is not the client's fault. */
    private long atMostTwoIntervals(long nanos) {
        return Math.max(0, Math.min(nanos, 2 * intervalNanos));
    }

    private void stop() {
        if (checks != null) {
            checks.cancel(false);
        }
    }

    private static long pending(ChannelHandlerContext context) {
        ChannelOutboundBuffer waiting = context.channel().unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    private static long now(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }

    private enum Phase {
        BETWEEN,
        HEAD,
        BODY,
        UPLOAD
    }
}

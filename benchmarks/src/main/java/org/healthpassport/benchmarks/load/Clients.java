package org.healthpassport.benchmarks.load;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Clients of one server. All their connections share one thread, which costs the machine little beside the server: about
 * 50 microseconds of CPU for a request.
 */
public final class Clients implements AutoCloseable {
    /** Time for the last answers after the last request. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("load", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final List<Connection> all = new ArrayList<>();
    private final URI server;

    public Clients(URI server) {
        this.server = server;
    }

    /** Sends one request and waits for the answer. */
    public Answer call(Request request) throws InterruptedException {
        CompletableFuture<Answer> answered = new CompletableFuture<>();
        loop.execute(() -> {
            Connection connection = take();
            connection.send(request, answer -> {
                free.push(connection);
                answered.complete(answer);
            });
        });
        return await(answered, PATIENCE, () -> Answer.broken("no answer within " + PATIENCE));
    }

    /**
     * Closed loop: each client sends its next request when its last one is answered, until there are no more.
     *
     * @param longest the time after which the source is dry at the latest
     */
    public Sample closed(int clients, Source source, Duration longest) throws InterruptedException {
        Sample sample = new Sample();
        CompletableFuture<Sample> finished = new CompletableFuture<>();
        long begin = System.nanoTime();
        loop.execute(() -> {
            Turn turn = new Turn(source, sample, finished, clients, begin);
            for (int i = 0; i < clients; i++) {
                turn.next(take());
            }
        });
        return await(finished, longest.plus(PATIENCE), () -> abandoned(sample, clients, begin));
    }

    /**
     * Open loop: requests start by schedule, whether or not earlier ones are answered; latency counts from the intended
     * start. A request that finds all connections busy waits, and its latency with it.
     */
    public Sample open(int connections, Source source, Schedule schedule) throws InterruptedException {
        Sample sample = new Sample();
        CompletableFuture<Sample> finished = new CompletableFuture<>();
        Arrivals arrivals = new Arrivals(source, sample, finished, connections, schedule.count());
        long begin = System.nanoTime();
        for (long i = 0; i < schedule.count(); i++) {
            long intended = begin + schedule.arrival(i);
            for (long early = intended - System.nanoTime(); early > 0; early = intended - System.nanoTime()) {
                LockSupport.parkNanos(early);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            loop.execute(() -> arrivals.arrive(intended));
        }
        return await(finished, PATIENCE, () -> abandoned(sample, arrivals.unanswered(), begin));
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Connection take() {
        Connection connection = free.poll();
        if (connection == null) {
            connection = new Connection(loop, server.getHost(), server.getPort());
            all.add(connection);
        }
        return connection;
    }

    /** Closes all connections, so that nothing of this load runs into the next one. */
    private Sample abandoned(Sample sample, long unanswered, long begin) {
        loop.submit(() -> {
                    all.forEach(Connection::close);
                    all.clear();
                    free.clear();
                    sample.unanswered(unanswered);
                    sample.lasted(System.nanoTime() - begin);
                })
                .awaitUninterruptibly();
        return sample;
    }

    private static <T> T await(CompletableFuture<T> future, Duration patience, Supplier<T> otherwise)
            throws InterruptedException {
        try {
            return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return otherwise.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** The clients of a closed loop. */
    private final class Turn {
        private final Source source;
        private final Sample sample;
        private final CompletableFuture<Sample> finished;
        private final long begin;
        private int running;

        Turn(Source source, Sample sample, CompletableFuture<Sample> finished, int clients, long begin) {
            this.source = source;
            this.sample = sample;
            this.finished = finished;
            this.running = clients;
            this.begin = begin;
        }

        void next(Connection connection) {
            Exchange exchange = source.next();
            if (exchange == null) {
                free.push(connection);
                running--;
                if (running == 0) {
                    sample.lasted(System.nanoTime() - begin);
                    finished.complete(sample);
                }
                return;
            }
            long sent = System.nanoTime();
            connection.send(exchange.request(), answer -> {
                sample.add(System.nanoTime() - sent, exchange.request(), answer);
                exchange.then().accept(answer);
                if (answer.status() == Answer.NONE) {
                    // A server that is away must not make the generator spin.
                    loop.schedule(() -> next(connection), 50, TimeUnit.MILLISECONDS);
                } else {
                    next(connection);
                }
            });
        }
    }

    /** The requests of an open loop. */
    private final class Arrivals {
        private final Source source;
        private final Sample sample;
        private final CompletableFuture<Sample> finished;
        private final int connections;
        private final Deque<Long> waiting = new ArrayDeque<>();
        private long left;
        private int busy;
        private long first = Long.MIN_VALUE;

        Arrivals(Source source, Sample sample, CompletableFuture<Sample> finished, int connections, long count) {
            this.source = source;
            this.sample = sample;
            this.finished = finished;
            this.connections = connections;
            this.left = count;
        }

        long unanswered() {
            return left;
        }

        void arrive(long intended) {
            if (first == Long.MIN_VALUE) {
                first = intended;
            }
            if (busy == connections) {
                waiting.add(intended);
                return;
            }
            busy++;
            send(take(), intended);
        }

        private void send(Connection connection, long intended) {
            Exchange exchange = source.next();
            if (exchange == null) {
                throw new IllegalStateException("Expected a source without end, but it has no more requests");
            }
            connection.send(exchange.request(), answer -> {
                sample.add(System.nanoTime() - intended, exchange.request(), answer);
                exchange.then().accept(answer);
                left--;
                Long next = waiting.poll();
                if (next != null) {
                    send(connection, next);
                    return;
                }
                busy--;
                free.push(connection);
                if (left == 0) {
                    sample.lasted(System.nanoTime() - first);
                    finished.complete(sample);
                }
            });
        }
    }
}

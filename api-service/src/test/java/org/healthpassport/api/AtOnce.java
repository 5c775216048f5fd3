package org.healthpassport.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Requests that are all under way at the same time. A parallel stream would send one per processor. */
public final class AtOnce {
    private AtOnce() {}

    /**
     * The statuses of the answers. On a slow machine, some wait too long for their turn and are refused for now: these come
     * again afterwards.
     *
     * @param request sends the request of that number
     */
    public static List<Integer> statuses(int count, IntFunction<ResponseSpec> request) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(count);
        CountDownLatch ready = new CountDownLatch(count);
        try {
            List<Future<Integer>> answers = IntStream.range(0, count)
                    .mapToObj(number -> clients.submit((Callable<Integer>) () -> {
                        ready.countDown();
                        ready.await();
                        return status(request.apply(number));
                    }))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            for (int number = 0; number < count; number++) {
                if (statuses.get(number) == 429) {
                    statuses.set(number, status(request.apply(number)));
                }
            }
            return statuses;
        } finally {
            clients.shutdownNow();
        }
    }

    private static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }
}

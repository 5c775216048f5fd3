package org.healthpassport.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Ports that were free a moment ago, each with its number. */
final class Ports {
    private final Map<Port, Integer> numbers;

    private Ports(Map<Port, Integer> numbers) {
        this.numbers = numbers;
    }

    /**
     * Finds that the ports wanted are free, and a free one where any will do.
     *
     * @throws CannotStart naming every port in use and the setting that changes it
     */
    static Ports claim(Map<Port, Integer> wanted) {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        List<String> inUse = new ArrayList<>();
        // Held together until all are found, so that no two get the same free one.
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Map.Entry<Port, Integer> want : wanted.entrySet()) {
                Port port = want.getKey();
                int number = want.getValue();
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                // As the servers bind: connections of an earlier run in TIME_WAIT are no obstacle.
                socket.setReuseAddress(true);
                try {
                    socket.bind(new InetSocketAddress(number));
                    numbers.put(port, socket.getLocalPort());
                } catch (IOException e) {
                    inUse.add("Port %d is in use by another program; set %s to a free one."
                            .formatted(number, port.setting()));
                }
            }
        } catch (IOException e) {
            throw new CannotStart("No network socket can be opened: " + e.getMessage());
        } finally {
            held.forEach(Ports::release);
        }
        if (!inUse.isEmpty()) {
            throw new CannotStart(inUse);
        }
        return new Ports(numbers);
    }

    int number(Port port) {
        Integer number = numbers.get(port);
        if (number == null) {
            throw new IllegalArgumentException("Expected a port that was claimed, but %s was not".formatted(port));
        }
        return number;
    }

    /** The address of what listens on that port, for this machine. */
    URI local(Port port) {
        return URI.create("http://localhost:" + number(port));
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new CannotStart("A network socket cannot be closed: " + e.getMessage());
        }
    }
}

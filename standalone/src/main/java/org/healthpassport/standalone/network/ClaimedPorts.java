package org.healthpassport.standalone.network;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.healthpassport.embedded.KeptPort;
import org.healthpassport.standalone.failure.StartFailed;

/**
 * The numbers of ports that were free, and that are kept from the connections that programs of this machine open to
 * others until our servers listen there.
 */
public final class ClaimedPorts {
    private static final String OF_THIS_MACHINE = "127.0.0.1";

    private final Map<Port, Integer> numbers;
    private final InetAddress bindAddress;

    /** As long as this object is in use. */
    private final List<KeptPort> kept;

    private ClaimedPorts(Map<Port, Integer> numbers, InetAddress bindAddress, List<KeptPort> kept) {
        this.numbers = numbers;
        this.bindAddress = bindAddress;
        this.kept = kept;
    }

    /**
     * Checks that the wanted ports are free, and finds a free one for each wanted number 0.
     *
     * @param bindAddress the address on which the services with users listen
     * @throws StartFailed with every port in use and the setting that changes it
     */
    public static ClaimedPorts claim(Map<Port, Integer> wanted, InetAddress bindAddress) {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        List<String> inUse = new ArrayList<>();
        // All sockets stay open until the end, so that no two ports get the same free number.
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (Map.Entry<Port, Integer> want : wanted.entrySet()) {
                Port port = want.getKey();
                int number = want.getValue();
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                // The servers bind in the same way: connections of an earlier run in TIME_WAIT do not block the port.
                socket.setReuseAddress(true);
                try {
                    socket.bind(new InetSocketAddress(number));
                    numbers.put(port, socket.getLocalPort());
                } catch (IOException e) {
                    inUse.add("Port %d is in use by another program. Set %s to a free port."
                            .formatted(number, port.setting()));
                }
            }
        } catch (IOException e) {
            throw new StartFailed("Expected to open a network socket, but it failed: " + e.getMessage());
        } finally {
            held.forEach(ClaimedPorts::release);
        }
        if (!inUse.isEmpty()) {
            throw new StartFailed(inUse);
        }
        return new ClaimedPorts(
                numbers,
                bindAddress,
                numbers.values().stream()
                        .map(InetSocketAddress::new)
                        .map(KeptPort::of)
                        .toList());
    }

    public int number(Port port) {
        Integer number = numbers.get(port);
        if (number == null) {
            throw new IllegalArgumentException("Expected a port that was claimed, but %s was not".formatted(port));
        }
        return number;
    }

    /** The address of the service on that port, for clients on this machine. */
    public URI local(Port port) {
        return URI.create("http://" + host(port) + ':' + number(port));
    }

    private String host(Port port) {
        String address = bindAddress.getHostAddress();
        if (!port.isOfUsers() || bindAddress.isAnyLocalAddress() || address.equals(OF_THIS_MACHINE)) {
            return "localhost";
        }
        return bindAddress instanceof Inet6Address ? '[' + address + ']' : address;
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new StartFailed("Expected to close a network socket, but it failed: " + e.getMessage());
        }
    }
}

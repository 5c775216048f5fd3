package org.healthpassport.vault.crash;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder on a disk that keeps only what it was made to: content that was forced, and names whose folder was forced.
 * All else is gone after a power loss, as a file system may do to it. Works on real files, for one thread at a time.
 */
public final class ForgetfulDisk {
    private final Path folder;
    private final Provider provider = new Provider();
    private final Volume volume = new Volume();
    private final Node rootNode = new Node(true);
    private final Map<Path, Node> seen = new TreeMap<>();
    private @Nullable IOException failureOfForcing;
    private @Nullable IOException failureOfForcingNames;
    private int stepsLeft = Integer.MAX_VALUE;

    /** @param folder is there already, and empty */
    public ForgetfulDisk(Path folder) {
        this.folder = folder;
        seen.put(folder, rootNode);
    }

    /** The folder, of a file system that remembers what was forced. */
    public Path root() {
        return wrap(folder);
    }

    /** Lets every attempt to force something fail. */
    public void failForcing(@Nullable IOException failure) {
        failureOfForcing = failure;
    }

    /** Lets every attempt to force names fail. */
    public void failForcingNames(@Nullable IOException failure) {
        failureOfForcingNames = failure;
    }

    /** Lets the power fail after that many changes: all further ones fail and change nothing. */
    public void endAfter(int changes) {
        stepsLeft = changes;
    }

    /** True if the power failed. */
    public boolean hasEnded() {
        return stepsLeft < 0;
    }

    /** Loses everything that was not forced, and goes on with what is left. */
    public void losePower() throws IOException {
        restart(node -> node.forcedNames);
    }

    /** Loses content that was not forced, but no name, as the system may have written names by itself. */
    public void losePowerButNoName() throws IOException {
        Map<Path, Node> names = new TreeMap<>(seen);
        restart(node -> children(names, node));
    }

    /** Goes on with everything, as only the process died that was at work. */
    public void goOn() {
        stepsLeft = Integer.MAX_VALUE;
    }

    private static Map<String, Node> children(Map<Path, Node> seen, Node parent) {
        Map<String, Node> children = new TreeMap<>();
        seen.forEach((path, child) -> {
            if (seen.get(path.getParent()) == parent) {
                children.put(path.getFileName().toString(), child);
            }
        });
        return children;
    }

    private void restart(Function<Node, Map<String, Node>> namesOf) throws IOException {
        goOn();
        for (Path path : realFiles()) {
            Files.delete(path);
        }
        seen.clear();
        seen.put(folder, rootNode);
        write(folder, rootNode, namesOf);
    }

    private List<Path> realFiles() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private void write(Path path, Node node, Function<Node, Map<String, Node>> namesOf) throws IOException {
        Map<String, Node> names = namesOf.apply(node);
        for (Map.Entry<String, Node> entry : names.entrySet()) {
            Path child = path.resolve(entry.getKey());
            Node of = entry.getValue();
            seen.put(child, of);
            if (of.isFolder) {
                Files.createDirectory(
                        child, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                write(child, of, namesOf);
            } else {
                Files.createFile(
                        child, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(child, of.forcedContent);
            }
        }
        node.forcedNames = names;
    }

    private void change() throws IOException {
        if (--stepsLeft < 0) {
            stepsLeft = -1;
            throw new IOException("no power");
        }
    }

    private void force(Node node, FileChannel real) throws IOException {
        change();
        if (failureOfForcing != null) {
            throw failureOfForcing;
        }
        if (node.isFolder) {
            if (failureOfForcingNames != null) {
                throw failureOfForcingNames;
            }
            node.forcedNames = children(seen, node);
        } else {
            ByteBuffer content = ByteBuffer.allocate((int) real.size());
            int read;
            do {
                read = real.read(content, content.position());
            } while (read > 0);
            node.forcedContent = content.array();
        }
    }

    private Path wrap(Path real) {
        return (Path) Proxy.newProxyInstance(
                ForgetfulDisk.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getFileSystem")) {
                        return volume;
                    }
                    if (arguments == null && method.getName().equals("hashCode")) {
                        return real.hashCode();
                    }
                    Object[] unwrapped = arguments == null ? new Object[0] : arguments.clone();
                    for (int i = 0; i < unwrapped.length; i++) {
                        if (unwrapped[i] instanceof Path path) {
                            unwrapped[i] = real(path);
                        }
                    }
                    try {
                        Object answer = method.invoke(real, unwrapped);
                        return answer instanceof Path path ? wrap(path) : answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Path real(Path path) {
        return path.getFileSystem() == volume ? Path.of(path.toString()) : path;
    }

    /** A file or folder, whatever it is named. */
    private static final class Node {
        final boolean isFolder;
        /** A file is empty after a power loss if it was never forced. */
        byte[] forcedContent = new byte[0];

        Map<String, Node> forcedNames = Map.of();

        Node(boolean isFolder) {
            this.isFolder = isFolder;
        }
    }

    private final class Volume extends FileSystem {
        @Override
        public FileSystemProvider provider() {
            return provider;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return folder.getFileSystem().getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of(root());
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return folder.getFileSystem().getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return folder.getFileSystem().supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return wrap(folder.getFileSystem().getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String syntaxAndPattern) {
            PathMatcher matcher = folder.getFileSystem().getPathMatcher(syntaxAndPattern);
            return path -> matcher.matches(real(path));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            throw new UnsupportedOperationException();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }

    private final class Provider extends FileSystemProvider {
        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            Path real = real(path);
            Set<OpenOption> withReading = new HashSet<>(options);
            withReading.add(StandardOpenOption.READ);
            boolean isNew = !Files.exists(real);
            if (isNew && options.contains(StandardOpenOption.WRITE)) {
                change();
            }
            FileChannel channel = FileChannel.open(real, withReading, attributes);
            Node node = seen.computeIfAbsent(real, made -> new Node(false));
            return new ForwardingFileChannel(channel) {
                @Override
                public int write(ByteBuffer bytes) throws IOException {
                    change();
                    return super.write(bytes);
                }

                @Override
                public int write(ByteBuffer bytes, long position) throws IOException {
                    change();
                    return super.write(bytes, position);
                }

                @Override
                public void force(boolean metaData) throws IOException {
                    ForgetfulDisk.this.force(node, channel);
                }
            };
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            List<Path> children = new ArrayList<>();
            try (DirectoryStream<Path> all = Files.newDirectoryStream(real(path))) {
                for (Path child : all) {
                    if (filter.accept(wrap(child))) {
                        children.add(wrap(child));
                    }
                }
            }
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return children.iterator();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
            change();
            Files.createDirectory(real(path), attributes);
            seen.put(real(path), new Node(true));
        }

        @Override
        public void createLink(Path link, Path existing) throws IOException {
            change();
            Files.createLink(real(link), real(existing));
            seen.put(real(link), seen.get(real(existing)));
        }

        @Override
        public void delete(Path path) throws IOException {
            if (Files.exists(real(path))) {
                change();
            }
            Files.delete(real(path));
            seen.remove(real(path));
        }

        @Override
        public void move(Path source, Path target, CopyOption... options) throws IOException {
            change();
            Files.move(real(source), real(target), options);
            seen.put(real(target), seen.remove(real(source)));
        }

        @Override
        public void copy(Path source, Path target, CopyOption... options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSameFile(Path path, Path other) throws IOException {
            return Files.isSameFile(real(path), real(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return Files.isHidden(real(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return Files.getFileStore(real(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            Path real = real(path);
            real.getFileSystem().provider().checkAccess(real, modes);
        }

        @Override
        public <V extends FileAttributeView> @Nullable V getFileAttributeView(
                Path path, Class<V> type, LinkOption... options) {
            return Files.getFileAttributeView(real(path), type, options);
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            return Files.readAttributes(real(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            return Files.readAttributes(real(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            Files.setAttribute(real(path), attribute, value, options);
        }

        @Override
        public String getScheme() {
            return "forgetful";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return volume;
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }
    }
}

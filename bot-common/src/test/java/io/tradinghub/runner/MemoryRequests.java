package io.tradinghub.runner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tradinghub.control.ControlProgress;
import io.tradinghub.control.ControlRequest;
import io.tradinghub.control.ControlRequest.Addressee;
import io.tradinghub.control.ControlRequest.Kind;
import io.tradinghub.control.ControlRequests;
import io.tradinghub.control.HaltOrder;
import io.tradinghub.control.HaltOrders;
import io.tradinghub.exchange.RequestUse;
import io.tradinghub.market.StoreUnavailableException;
import io.tradinghub.status.Health;

/// Requests in memory, as PostgreSQL keeps them. Any thread.
final class MemoryRequests implements ControlRequests {
    private final RunnerThreads threads;
    private final List<ControlRequest> asked = new ArrayList<>();
    private final Map<Long, List<ControlProgress>> written = new HashMap<>();
    private final List<Health> shown = new ArrayList<>();
    private final List<RequestUse> uses = new ArrayList<>();
    private boolean away;
    private volatile boolean hangs;

    MemoryRequests(RunnerThreads threads) {
        this.threads = threads;
    }

    synchronized long ask(Addressee target, Kind kind, Optional<String> instrument) {
        long id = asked.size() + 1L;
        asked.add(new ControlRequest(id, target, kind, instrument));
        return id;
    }

    synchronized void becomeAway(boolean isAway) {
        away = isAway;
    }

    /// From now on neither reading nor writing returns.
    void hang() {
        hangs = true;
    }

    /// The states written of a request, as words, and the last detail.
    synchronized String story(long id) {
        List<ControlProgress> of = written.getOrDefault(id, List.of());
        StringBuilder story = new StringBuilder();
        of.forEach(one -> story.append(one.state()).append(' '));
        return of.isEmpty() ? "" : story.append(of.getLast().detail()).toString();
    }

    @Override
    public Asked read() {
        waitIfHanging();
        return readNow();
    }

    private synchronized Asked readNow() {
        answer();
        return new Asked(new HaltOrders(newest(Addressee.ALL), newest(Addressee.THIS_BOT)),
                asked.stream().filter(request -> isOpen(request.id())).toList());
    }

    private boolean isOpen(long id) {
        List<ControlProgress> of = written.getOrDefault(id, List.of());
        return of.isEmpty() || of.getLast().state() == ControlProgress.State.TAKEN;
    }

    private Optional<HaltOrder> newest(Addressee target) {
        return asked.reversed().stream().filter(request -> request.target() == target)
                .flatMap(request -> request.kind().state().map(state -> new HaltOrder(state, request.id())).stream())
                .findFirst();
    }

    @Override
    public void write(ControlProgress progress) {
        waitIfHanging();
        writeNow(progress);
    }

    @Override
    public void show(Health health) {
        waitIfHanging();
        showNow(health);
    }

    private synchronized void showNow(Health health) {
        answer();
        shown.add(health);
    }

    @Override
    public void show(RequestUse use) {
        waitIfHanging();
        showNow(use);
    }

    private synchronized void showNow(RequestUse use) {
        answer();
        uses.add(use);
    }

    /// What was shown of the use of requests, oldest first.
    synchronized List<RequestUse> uses() {
        return List.copyOf(uses);
    }

    /// What was shown of the bot's health, oldest first.
    synchronized List<Health> shown() {
        return List.copyOf(shown);
    }

    private void waitIfHanging() {
        if (hangs) {
            try {
                threads.sleep(RunnerThreads.FOREVER);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void writeNow(ControlProgress progress) {
        answer();
        written.computeIfAbsent(progress.request().id(), _ -> new ArrayList<>()).add(progress);
    }

    private void answer() {
        if (away) {
            throw new StoreUnavailableException("told to be away", new IOException("away"));
        }
    }

    @Override
    public void close() {}
}

;;; check.el --- what a person does in Emacs  -*- lexical-binding: t; -*-

;; Each `ok' line was asserted; an error ends the run without `finished'.

(require 'package)
(dolist (folder '("/usr/share/emacs/site-lisp/elpa" "/usr/share/emacs/site-lisp/elpa-src"))
  (add-to-list 'package-directory-list folder))
(package-initialize)
(require 'cl-lib)
(require 'subr-x)
(defvar client (intern (getenv "CLIENT")))
(defvar with-yaml (equal (getenv "WITH_YAML") "yes"))
(unless with-yaml
  ;; As where no YAML mode is installed.
  (setq auto-mode-alist (cl-remove 'yaml-mode auto-mode-alist :key #'cdr)))
(require 'hotkit)
(if (eq client 'eglot) (require 'eglot) (require 'lsp-mode))
(require 'flymake)
(require 'xref)

(defvar title (format "Emacs %s, %s, %s: " emacs-version client (if with-yaml "yaml-mode" "hotkit-mode")))
(defun say (text) (princ (concat text "\n") #'external-debugging-output))
(defun check (holds what &optional got)
  (if holds (say (concat "ok " title what))
    (say (format "FAILED %s%s: %S" title what got))
    (kill-emacs 1)))
(defun wait-for (holds)
  (let ((end (+ (float-time) 30)))
    (while (and (not (funcall holds)) (< (float-time) end)) (accept-process-output nil 0.1))
    (funcall holds)))
(defun go-to (text inside)
  (goto-char (point-min))
  (search-forward text)
  (goto-char (+ (match-beginning 0) inside)))

(setq eglot-sync-connect 20 eglot-connect-timeout 30 eglot-autoshutdown t eglot-confirm-server-initiated-edits nil
      lsp-auto-guess-root t lsp-enable-file-watchers nil lsp-enable-snippet nil lsp-diagnostics-provider :flymake
      lsp-restart 'ignore lsp-response-timeout 30 lsp-enable-suggest-server-download nil lsp-warn-no-matched-clients nil
      flymake-no-changes-timeout 0.2 hotkit-client client)

(defun start ()
  (if (eq client 'eglot)
      (progn
        ;; As `eglot-ensure': a project has one server, which its further files join when they are visited. A second one would
        ;; answer for the same files.
        (unless (eglot-current-server) (apply #'eglot--connect (eglot--guess-contact)))
        (eglot--maybe-activate-editing-mode)
        (flymake-mode 1)
        (flymake-start))
    (lsp)))
(defun ask (method &optional more)
  (if (eq client 'eglot)
      (jsonrpc-request (eglot-current-server) (intern (concat ":" method)) (append (eglot--TextDocumentPositionParams) more))
    (lsp-request method (append (lsp--text-document-position-params) more))))
(defun field (table key)
  "The value of KEY in what either client makes of an object."
  (if (hash-table-p table) (gethash key table) (plist-get table (intern (concat ":" key)))))
(defun found ()
  (if (eq client 'eglot)
      (mapcar (lambda (it) (list (line-number-at-pos (flymake-diagnostic-beg it)) (substring-no-properties (flymake-diagnostic-text it)))) (flymake-diagnostics))
    (cl-loop for it being the elements of (gethash (lsp--fix-path-casing buffer-file-name) (lsp-diagnostics t))
             collect (list (1+ (field (field (field it "range") "start") "line")) (field it "message")))))
(defun labels (answer)
  (mapcar (lambda (it) (field it "label")) (append (if (or (hash-table-p answer) (keywordp (car-safe answer))) (field answer "items") answer) nil)))

(defmacro in-file (name &rest body)
  (declare (indent 1))
  `(with-current-buffer (find-file-noselect ,name) ,@body))

(in-file "docker-compose.yaml"
  (check (not (hotkit-template-p)) "other YAML is no template"))
(in-file "region.yaml"
  (check (hotkit-template-p) "an environment is recognised"))
(in-file "faulty.yaml"
  (check (eq major-mode (if with-yaml 'yaml-mode 'hotkit-mode)) "a template has its mode" major-mode)
  (check (hotkit-template-p) "a template is recognised")
  (start)
  (check (wait-for (lambda () (cl-find-if (lambda (it) (string-match-p "no resource type is called `OS::Nova::Sever`" (cadr it))) (found))))
         "a misspelt type is found" (found))
  (check (equal (caar (found)) 13) "on its line" (found))
  (go-to "get_param" 3)
  (check (string-match-p "get_param" (format "%S" (let ((it (field (ask "textDocument/hover") "contents"))) (field it "value"))))
         "hovering explains a function")
  (go-to "OS::Nova::Sever" 6)
  (check (member "OS::Nova::Server" (labels (ask "textDocument/completion"))) "types are completed")
  (go-to "OS::Nova::Sever" 0)
  (delete-char (length "OS::Nova::Sever"))
  (insert "OS::Nova::Server")
  (check (wait-for (lambda () (null (found)))) "mended, nothing is found" (found))
  (if (eq client 'eglot) (eglot-format-buffer) (lsp-format-buffer))
  (goto-char (point-min))
  (check (equal (buffer-substring (point-min) (line-end-position)) "heat_template_version: 2021-04-16") "formatting takes blanks away"
         (buffer-substring (point-min) (line-end-position)))
  (set-buffer-modified-p nil))

(in-file "lab.yaml"
  (start)
  (go-to "{get_resource: gateway_port}" 18)
  (let* ((answer (append (let ((it (ask "textDocument/definition"))) (if (hash-table-p it) (list it) it)) nil))
         (first (if (keywordp (car answer)) answer (car answer)))
         (range (or (field first "targetSelectionRange") (field first "range")))
         (line (1+ (field (field range "start") "line"))))
    (goto-char (point-min))
    (forward-line (1- line))
    (check (looking-at "  gateway_port:$") "definition leads to the resource" line))
  (go-to "lab_net:" 2)
  (if (eq client 'eglot) (eglot-rename "campus") (lsp-rename "campus"))
  (check (and (equal 3 (how-many "{get_resource: campus}" (point-min))) (equal 0 (how-many "lab_net" (point-min))))
         "rename changes declaration and uses" (buffer-string))
  (accept-process-output nil 1.0)
  (check (null (found)) "and nothing is wrong afterwards" (found))
  (let ((browse-url-browser-function #'ignore))
    (set-buffer-modified-p nil)
    (in-file "faulty.yaml"
      (let ((buffer-file-name (expand-file-name "node.yaml")))
        (cl-letf (((symbol-function 'display-buffer) #'ignore))
          (let ((out (hotkit-graph)))
            (check (with-temp-buffer (insert-file-contents out) (string-match-p "parameter `name` has no value\\|<svg" (buffer-string)))
                   "hotkit-graph draws the graph, or says what is missing")))))))
(let ((kill-buffer-query-functions nil))
  (dolist (buffer (buffer-list)) (with-current-buffer buffer (when buffer-file-name (set-buffer-modified-p nil)))))
(if (eq client 'eglot) (ignore-errors (eglot-shutdown-all)) (ignore-errors (mapc #'lsp-workspace-shutdown (lsp--session-workspaces (lsp-session)))))
(say "finished")
(kill-emacs 0)
;;; check.el ends here
